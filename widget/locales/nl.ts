// Dutch, with “u”.
import type { Texts } from '../prompt/texts.ts';

export default {
  close: 'Sluiten',
  next: 'Volgende',
  skip: 'Overslaan',
  send: 'Versturen',
  back: 'Terug',
  change: 'Mijn antwoord wijzigen',
  question: 'Vraag',
  progress: '{n} van {m}',
  thanks: 'Dank u wel.',
  sent: 'Uw antwoord is verstuurd.',
  saved: 'Uw antwoord is op dit apparaat opgeslagen en wordt verstuurd zodra er verbinding is.',
  unsaved: 'Uw antwoord is nog niet verstuurd. Houd deze pagina alstublieft nog even open.',
  later: 'Later vragen',
  never: 'Niet meer vragen',
  other: 'Anders',
  email: 'E-mailadres',
  emailWrong: 'Vul alstublieft een e-mailadres in, zoals naam@example.com.',
  feedback: 'Feedback',
  stars: { one: '{n} ster', other: '{n} sterren' },
  least: { one: 'Kies er minstens {n}.', other: 'Kies er minstens {n}.' },
  most: { one: 'Kies er hoogstens {n}.', other: 'Kies er hoogstens {n}.' },
  letters: { one: 'Schrijf minstens {n} teken.', other: 'Schrijf minstens {n} tekens.' },
} satisfies Texts;
