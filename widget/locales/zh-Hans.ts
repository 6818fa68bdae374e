// Chinese in simplified characters, with 您.
import type { Texts } from '../prompt/texts.ts';

export default {
  close: '关闭',
  next: '下一步',
  skip: '跳过',
  send: '发送',
  back: '返回',
  change: '更改我的回答',
  question: '问题',
  progress: '第 {n} 题，共 {m} 题',
  thanks: '谢谢您。',
  sent: '您的回答已发送。',
  saved: '您的回答已保存在此设备上，连接网络后将会发送。',
  unsaved: '您的回答尚未发送。请暂时不要关闭此页面。',
  later: '以后再问我',
  never: '不要再问我',
  other: '其他',
  email: '电子邮箱地址',
  emailWrong: '请输入电子邮箱地址，例如 name@example.com。',
  feedback: '反馈',
  stars: { other: '{n} 星' },
  least: { other: '请至少选择 {n} 项。' },
  most: { other: '请最多选择 {n} 项。' },
  letters: { other: '请至少输入 {n} 个字。' },
} satisfies Texts;
