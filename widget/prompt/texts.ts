// What the prompt itself says. Survey texts come from the survey, in as many languages as it has.

export const texts = {
  close: 'Close',
  next: 'Next',
  skip: 'Skip',
  send: 'Send',
  back: 'Back',
  change: 'Change my answer',
  question: 'Question',
  thanks: 'Thank you.',
  sent: 'Your answer has been sent.',
  saved: 'Your answer is saved on this device and will be sent when there is a connection.',
  unsaved: 'Your answer has not been sent yet. Please keep this page open for a moment.',
};
