/** Lines of dashes for WebGL: leads, which are no findings, must look unlike every tie. */

import { EdgeRectangleProgram, type ProgramInfo } from "sigma/rendering";
import type { RenderParams } from "sigma/types";

const MAIN = /void main\s*\(\s*(?:void)?\s*\)\s*\{/;

/** Sigma's straight line with gaps of 4 in every 10 pixels. */
export class DashedEdgeProgram extends EdgeRectangleProgram {
  override getDefinition(): ReturnType<EdgeRectangleProgram["getDefinition"]> {
    const definition = super.getDefinition();
    const along = `
      v_along = a_positionCoef * length((u_matrix * vec3(a_positionEnd - a_positionStart, 0)).xy * u_size * 0.5);`;
    return {
      ...definition,
      VERTEX_SHADER_SOURCE: definition.VERTEX_SHADER_SOURCE.replace(
        MAIN,
        (main) => `uniform vec2 u_size;\nvarying float v_along;\n${main}${along}`,
      ),
      FRAGMENT_SHADER_SOURCE: definition.FRAGMENT_SHADER_SOURCE.replace(
        MAIN,
        (main) => `varying float v_along;\n${main}\n  if (mod(v_along, 10.0) > 6.0) discard;`,
      ),
      UNIFORMS: [...definition.UNIFORMS, "u_size"] as unknown as typeof definition.UNIFORMS,
    };
  }

  override setUniforms(params: RenderParams, info: ProgramInfo): void {
    super.setUniforms(params, info);
    info.gl.uniform2f(info.uniformLocations["u_size"] ?? null, params.width, params.height);
  }
}
