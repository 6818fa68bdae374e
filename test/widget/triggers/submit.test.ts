import { describe, expect, it } from 'vitest';
import { add, eachOnItsPage, pass, watch } from './page.ts';

eachOnItsPage();

/** jsdom cannot navigate: what the form would do is not part of this. */
function submit(form: Element): void {
  form.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }));
}

describe('submit', () => {
  it('fires for a form that matches, or stands inside what matches, each time', async () => {
    const { fire, detach } = watch({ type: 'submit', selector: '.contact' });
    const form = add('<form class="contact"></form>');
    const inside = add('<div class="contact"><form></form></div>');
    submit(form);
    submit(inside.firstElementChild!);
    submit(add('<form></form>'));
    submit(form);
    await pass(0);
    expect(fire.mock.calls).toEqual([[form], [inside], [form]]);
    detach();
    submit(form);
    await pass(0);
    expect(fire).toHaveBeenCalledTimes(3);
  });

  it('is heard although the page stops the event', async () => {
    const { fire } = watch({ type: 'submit', selector: 'form' });
    const form = add('<form></form>');
    form.addEventListener('submit', (event) => event.stopImmediatePropagation());
    submit(form);
    await pass(0);
    expect(fire).toHaveBeenCalledTimes(1);
  });

  it('passes over what the page prevents, unless it is told that the page sends its forms itself', async () => {
    const plain = watch({ type: 'submit', selector: 'form' });
    const prevented = watch({ type: 'submit', selector: 'form', prevented: true });
    const form = add('<form></form>');
    form.addEventListener('submit', (event) => event.preventDefault());
    submit(form);
    await pass(0);
    expect(plain.fire).not.toHaveBeenCalled();
    expect(prevented.fire).toHaveBeenCalledTimes(1);
  });

  it('forgets a form that was just submitted when it is detached', async () => {
    const { fire, detach } = watch({ type: 'submit', selector: 'form' });
    submit(add('<form></form>'));
    detach();
    await pass(0);
    expect(fire).not.toHaveBeenCalled();
  });
});
