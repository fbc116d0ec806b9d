import type { Pattern } from '../change/pattern.ts';
import { keptGateFindings } from './kept-gates.ts';
import { PatternFile } from './pattern-file.ts';
import { patternFindings, type PatternScene } from './pattern-references.ts';
import { readShape, type ShapeReading, type ShapeSource } from './read-shape.ts';

/**
 * The text of a pattern, or everything that is wrong with it in the order of the text. What it names is of the scene; where it replaces
 * a shipped one, it keeps what that demands of critical services.
 */
export function readPattern(
  text: string,
  source: ShapeSource,
  scene: PatternScene,
  shipped?: Pattern,
): ShapeReading<Pattern> {
  return readShape(text, source, PatternFile, (written) => [
    ...patternFindings(written, scene),
    ...keptGateFindings(written, shipped),
  ]);
}
