// Polish, addressing nobody as “ty”.
import type { Texts } from '../prompt/texts.ts';

export default {
  close: 'Zamknij',
  next: 'Dalej',
  skip: 'Pomiń',
  send: 'Wyślij',
  back: 'Wstecz',
  change: 'Zmień odpowiedź',
  question: 'Pytanie',
  progress: '{n} z {m}',
  thanks: 'Dziękujemy.',
  sent: 'Odpowiedź została wysłana.',
  saved: 'Odpowiedź jest zapisana na tym urządzeniu i zostanie wysłana, gdy pojawi się połączenie.',
  unsaved: 'Odpowiedź nie została jeszcze wysłana. Prosimy przez chwilę nie zamykać tej strony.',
  later: 'Zapytaj później',
  never: 'Nie pytaj więcej',
  other: 'Inne',
  email: 'Adres e-mail',
  emailWrong: 'Prosimy podać adres e-mail taki jak imie@example.com.',
  feedback: 'Opinia',
  stars: { one: '{n} gwiazdka', few: '{n} gwiazdki', many: '{n} gwiazdek', other: '{n} gwiazdki' },
  least: {
    one: 'Prosimy wybrać co najmniej {n}.',
    few: 'Prosimy wybrać co najmniej {n}.',
    many: 'Prosimy wybrać co najmniej {n}.',
    other: 'Prosimy wybrać co najmniej {n}.',
  },
  most: {
    one: 'Prosimy wybrać najwyżej {n}.',
    few: 'Prosimy wybrać najwyżej {n}.',
    many: 'Prosimy wybrać najwyżej {n}.',
    other: 'Prosimy wybrać najwyżej {n}.',
  },
  letters: {
    one: 'Prosimy wpisać co najmniej {n} znak.',
    few: 'Prosimy wpisać co najmniej {n} znaki.',
    many: 'Prosimy wpisać co najmniej {n} znaków.',
    other: 'Prosimy wpisać co najmniej {n} znaku.',
  },
} satisfies Texts;
