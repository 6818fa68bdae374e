// Korean, 하십시오체.
import type { Texts } from '../prompt/texts.ts';

export default {
  close: '닫기',
  next: '다음',
  skip: '건너뛰기',
  send: '보내기',
  back: '뒤로',
  change: '답변 수정',
  question: '질문',
  progress: '{m}개 중 {n}번째',
  thanks: '감사합니다.',
  sent: '답변이 전송되었습니다.',
  saved: '답변이 이 기기에 저장되어 있으며 연결되면 전송됩니다.',
  unsaved: '답변이 아직 전송되지 않았습니다. 잠시 이 페이지를 열어 두시기 바랍니다.',
  later: '나중에 묻기',
  never: '다시 묻지 않기',
  other: '기타',
  email: '이메일 주소',
  emailWrong: 'name@example.com과 같은 이메일 주소를 입력하시기 바랍니다.',
  feedback: '의견',
  stars: { other: '별 {n}개' },
  least: { other: '{n}개 이상 선택하시기 바랍니다.' },
  most: { other: '{n}개까지 선택하실 수 있습니다.' },
  letters: { other: '{n}자 이상 입력하시기 바랍니다.' },
} satisfies Texts;
