// Compares screenshots pixel by pixel. The browser that made them decodes them too: no package is needed for it.
import type { Browser } from 'playwright';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Difference {
  /** How many pixels differ at all: the tolerance is 0. */
  readonly pixels: number;
  /** The smallest box around them. */
  readonly box?: Box;
}

export interface Pixels {
  /** `within`: look only there. `except`: look everywhere but there. In CSS pixels, which are the image's. */
  compare(
    one: Buffer,
    other: Buffer,
    where?: { readonly within?: Box; readonly except?: readonly Box[] },
  ): Promise<Difference>;
  /** How many colours there are in a part of an image, and the contrast of the lightest to the darkest (WCAG 2.2). */
  colours(image: Buffer, within: Box): Promise<{ readonly count: number; readonly contrast: number }>;
  close(): Promise<void>;
}

export async function openPixels(browser: Browser): Promise<Pixels> {
  const page = await browser.newPage();
  await page.evaluate(() => {
    Object.assign(window, {
      async decode(base64: string): Promise<ImageData> {
        const blob = await (await fetch(`data:image/png;base64,${base64}`)).blob();
        // As it was taken: no colour space may round anything.
        const image = await createImageBitmap(blob, { colorSpaceConversion: 'none' });
        const context = new OffscreenCanvas(image.width, image.height).getContext('2d', { willReadFrequently: true })!;
        context.drawImage(image, 0, 0);
        return context.getImageData(0, 0, image.width, image.height);
      },
    });
  });
  return {
    compare: (one, other, { within, except = [] } = {}) =>
      page.evaluate(
        async ([a, b, inside, outside]): Promise<Difference> => {
          const { decode } = window as unknown as { decode(base64: string): Promise<ImageData> };
          const [first, second] = [await decode(a), await decode(b)];
          const { width, height } = first;
          if (width !== second.width || height !== second.height) throw new Error('not of one size');
          const [left, right] = [new Uint32Array(first.data.buffer), new Uint32Array(second.data.buffer)];
          const isIn = (box: Box, x: number, y: number): boolean =>
            x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
          let pixels = 0;
          let [x0, y0, x1, y1] = [width, height, 0, 0];
          for (let i = 0; i < left.length; i++) {
            if (left[i] === right[i]) continue;
            const [x, y] = [i % width, Math.floor(i / width)];
            if ((inside && !isIn(inside, x, y)) || outside.some((box) => isIn(box, x, y))) continue;
            pixels++;
            [x0, y0, x1, y1] = [Math.min(x0, x), Math.min(y0, y), Math.max(x1, x), Math.max(y1, y)];
          }
          return pixels ? { pixels, box: { x: x0, y: y0, width: x1 - x0 + 1, height: y1 - y0 + 1 } } : { pixels };
        },
        [one.toString('base64'), other.toString('base64'), within, except] as const,
      ),
    colours: (image, within) =>
      page.evaluate(
        async ([text, { x, y, width, height }]) => {
          const { decode } = window as unknown as { decode(base64: string): Promise<ImageData> };
          const { data, width: whole } = await decode(text);
          const seen = new Set<number>();
          const lights: number[] = [];
          const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
          for (let row = Math.ceil(y); row < y + height; row++) {
            for (let column = Math.ceil(x); column < x + width; column++) {
              const [r = 0, g = 0, b = 0] = data.subarray((row * whole + column) * 4);
              const colour = (r << 16) | (g << 8) | b;
              if (seen.has(colour)) continue;
              seen.add(colour);
              lights.push(0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255));
            }
          }
          return { count: seen.size, contrast: (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05) };
        },
        [image.toString('base64'), within] as const,
      ),
    close: () => page.close(),
  };
}
