// German, with “Sie”.
import type { Texts } from '../prompt/texts.ts';

export default {
  close: 'Schließen',
  next: 'Weiter',
  skip: 'Überspringen',
  send: 'Absenden',
  back: 'Zurück',
  change: 'Antwort ändern',
  question: 'Frage',
  progress: '{n} von {m}',
  thanks: 'Vielen Dank.',
  sent: 'Ihre Antwort wurde gesendet.',
  saved: 'Ihre Antwort ist auf diesem Gerät gespeichert und wird gesendet, sobald eine Verbindung besteht.',
  unsaved: 'Ihre Antwort wurde noch nicht gesendet. Bitte lassen Sie diese Seite einen Moment geöffnet.',
  later: 'Später fragen',
  never: 'Nicht mehr fragen',
  other: 'Sonstiges',
  email: 'E-Mail-Adresse',
  emailWrong: 'Bitte geben Sie eine E-Mail-Adresse wie name@example.com ein.',
  feedback: 'Feedback',
  stars: { one: '{n} Stern', other: '{n} Sterne' },
  least: { one: 'Wählen Sie mindestens {n} aus.', other: 'Wählen Sie mindestens {n} aus.' },
  most: { one: 'Wählen Sie höchstens {n} aus.', other: 'Wählen Sie höchstens {n} aus.' },
  letters: { one: 'Schreiben Sie mindestens {n} Zeichen.', other: 'Schreiben Sie mindestens {n} Zeichen.' },
} satisfies Texts;
