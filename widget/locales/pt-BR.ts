// Portuguese of Brazil, with “você”.
import type { Texts } from '../prompt/texts.ts';

export default {
  close: 'Fechar',
  next: 'Avançar',
  skip: 'Pular',
  send: 'Enviar',
  back: 'Voltar',
  change: 'Alterar minha resposta',
  question: 'Pergunta',
  progress: '{n} de {m}',
  thanks: 'Agradecemos.',
  sent: 'Sua resposta foi enviada.',
  saved: 'Sua resposta está salva neste dispositivo e será enviada quando houver conexão.',
  unsaved: 'Sua resposta ainda não foi enviada. Por favor, mantenha esta página aberta por um momento.',
  later: 'Perguntar mais tarde',
  never: 'Não perguntar novamente',
  other: 'Outro',
  email: 'Endereço de e-mail',
  emailWrong: 'Por favor, informe um endereço de e-mail como nome@example.com.',
  feedback: 'Feedback',
  stars: { one: '{n} estrela', other: '{n} estrelas' },
  least: { one: 'Escolha pelo menos {n}.', other: 'Escolha pelo menos {n}.' },
  most: { one: 'Escolha no máximo {n}.', other: 'Escolha no máximo {n}.' },
  letters: { one: 'Escreva pelo menos {n} caractere.', other: 'Escreva pelo menos {n} caracteres.' },
} satisfies Texts;
