import { fileURLToPath } from 'node:url';

/** Twice the size of the drawing: text stays sharp where it is looked at closely. */
const ZOOM = 2;

/**
 * A drawing as a PNG, drawn outside the thread that hears people, with the font that comes with the program. Throws where there is
 * no drawing program for this machine.
 */
export async function png(svg: string): Promise<Uint8Array> {
  const { renderAsync } = await import('@resvg/resvg-js');
  const fontFiles = [fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'))];
  const image = await renderAsync(svg, {
    fitTo: { mode: 'zoom', value: ZOOM },
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: 'DejaVu Sans' },
  });
  return image.asPng();
}
