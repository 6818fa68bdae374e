// Italian, with “Lei”; buttons as Italian software words them.
import type { Texts } from '../prompt/texts.ts';

export default {
  close: 'Chiudi',
  next: 'Avanti',
  skip: 'Salta',
  send: 'Invia',
  back: 'Indietro',
  change: 'Modifica la risposta',
  question: 'Domanda',
  progress: '{n} di {m}',
  thanks: 'Grazie.',
  sent: 'La sua risposta è stata inviata.',
  saved: 'La sua risposta è salvata su questo dispositivo e sarà inviata quando ci sarà una connessione.',
  unsaved: 'La sua risposta non è ancora stata inviata. Per favore, tenga aperta questa pagina per un momento.',
  later: 'Chiedere più tardi',
  never: 'Non chiedere più',
  other: 'Altro',
  email: 'Indirizzo e-mail',
  emailWrong: 'Per favore, inserisca un indirizzo e-mail come nome@example.com.',
  feedback: 'Feedback',
  stars: { one: '{n} stella', other: '{n} stelle' },
  least: { one: 'Ne scelga almeno {n}.', other: 'Ne scelga almeno {n}.' },
  most: { one: 'Ne scelga al massimo {n}.', other: 'Ne scelga al massimo {n}.' },
  letters: { one: 'Scriva almeno {n} carattere.', other: 'Scriva almeno {n} caratteri.' },
} satisfies Texts;
