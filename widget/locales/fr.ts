// French, with « vous ».
import type { Texts } from '../prompt/texts.ts';

export default {
  close: 'Fermer',
  next: 'Suivant',
  skip: 'Passer',
  send: 'Envoyer',
  back: 'Retour',
  change: 'Modifier ma réponse',
  question: 'Question',
  progress: '{n} sur {m}',
  thanks: 'Merci.',
  sent: 'Votre réponse a été envoyée.',
  saved: 'Votre réponse est enregistrée sur cet appareil et sera envoyée dès qu’il y aura une connexion.',
  unsaved: 'Votre réponse n’a pas encore été envoyée. Veuillez laisser cette page ouverte un instant.',
  later: 'Me demander plus tard',
  never: 'Ne plus me demander',
  other: 'Autre',
  email: 'Adresse e-mail',
  emailWrong: 'Veuillez saisir une adresse e-mail telle que nom@example.com.',
  feedback: 'Votre avis',
  stars: { one: '{n} étoile', other: '{n} étoiles' },
  least: { one: 'Choisissez-en au moins {n}.', other: 'Choisissez-en au moins {n}.' },
  most: { one: 'Choisissez-en {n} au maximum.', other: 'Choisissez-en {n} au maximum.' },
  letters: { one: 'Écrivez au moins {n} caractère.', other: 'Écrivez au moins {n} caractères.' },
} satisfies Texts;
