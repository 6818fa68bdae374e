// In the middle and really modal: the browser itself makes the page inert, keeps the focus in, and gives it back.
import { lockScroll } from './lock.ts';
import type { FarLook } from './look.ts';

export const dialog: FarLook = {
  // The host only carries it: a dialog has a layer of its own above.
  styles: `:host([data-look]){width:0!important}
dialog{border:0;padding:0;background:none;overflow:visible;outline:0!important;margin:auto;width:min(540px,100vw - 32px);max-width:none;max-height:calc(100dvh - 32px)}
dialog::backdrop{background:#0008}`,
  arrange({ root, onLeave }) {
    const mount = document.createElement('dialog');
    // What is drawn in it says what it is about: https://www.w3.org/TR/accname-1.2/#comp_labelledby
    mount.setAttribute('aria-labelledby', 'card');
    root.append(mount);
    // Empty still, so that it takes the focus itself: nothing in it is preselected, nothing answers to a stray key.
    mount.showModal();
    const unlock = lockScroll();
    // The back gesture. Esc comes first as a key, which the prompt knows.
    mount.oncancel = (event) => {
      event.preventDefault();
      onLeave();
    };
    return {
      mount,
      remove() {
        unlock();
        // Removing it alone would leave the focus nowhere.
        mount.close();
      },
    };
  },
};
