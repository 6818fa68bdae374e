// Japanese, です・ます.
import type { Texts } from '../prompt/texts.ts';

export default {
  close: '閉じる',
  next: '次へ',
  skip: 'スキップ',
  send: '送信',
  back: '戻る',
  change: '回答を変更する',
  question: '質問',
  progress: '{m}問中{n}問目',
  thanks: 'ありがとうございます。',
  sent: '回答を送信しました。',
  saved: '回答はこの端末に保存されており、接続が回復すると送信されます。',
  unsaved: '回答はまだ送信されていません。このページをしばらく開いたままにしてください。',
  later: '後でもう一度表示',
  never: '今後表示しない',
  other: 'その他',
  email: 'メールアドレス',
  emailWrong: 'name@example.com のようなメールアドレスを入力してください。',
  feedback: 'ご意見',
  stars: { other: '星{n}つ' },
  least: { other: '{n}個以上選んでください。' },
  most: { other: '{n}個まで選べます。' },
  letters: { other: '{n}文字以上入力してください。' },
} satisfies Texts;
