// Spanish, with “usted”.
import type { Texts } from '../prompt/texts.ts';

export default {
  close: 'Cerrar',
  next: 'Siguiente',
  skip: 'Omitir',
  send: 'Enviar',
  back: 'Atrás',
  change: 'Cambiar mi respuesta',
  question: 'Pregunta',
  progress: '{n} de {m}',
  thanks: 'Gracias.',
  sent: 'Su respuesta se ha enviado.',
  saved: 'Su respuesta está guardada en este dispositivo y se enviará cuando haya conexión.',
  unsaved: 'Su respuesta aún no se ha enviado. Por favor, mantenga esta página abierta un momento.',
  later: 'Preguntarme más tarde',
  never: 'No volver a preguntarme',
  other: 'Otro',
  email: 'Dirección de correo electrónico',
  emailWrong: 'Por favor, introduzca una dirección de correo electrónico como nombre@example.com.',
  feedback: 'Comentarios',
  stars: { one: '{n} estrella', other: '{n} estrellas' },
  least: { one: 'Elija al menos {n}.', other: 'Elija al menos {n}.' },
  most: { one: 'Elija {n} como máximo.', other: 'Elija {n} como máximo.' },
  letters: { one: 'Escriba al menos {n} carácter.', other: 'Escriba al menos {n} caracteres.' },
} satisfies Texts;
