#version 330
// The picture that others draw beside Onirica: in linear light, from sRGB-like squares.
uniform sampler2D sheet, one, other, before, warp, morph;
uniform vec2 size;
uniform uint seed;
layout(location = 0) out vec4 kept;
layout(location = 1) out vec4 shown;

// A ring of colours: three bumps along the field's value.
vec3 palette(float value) {
  vec3 turn = fract(value * 0.9 + vec3(0.05, 0.17, 0.33));
  vec3 bump = 4.0 * turn * (1.0 - turn);
  return bump * bump;
}

uint hash(uvec2 place) {
  uint h = place.x * 0x9E3779B1u + place.y * 0x85EBCA77u + seed;
  h = (h ^ (h >> 15)) * 0x2C1B3C6Du;
  return h ^ (h >> 13);
}

void main() {
  vec2 place = gl_FragCoord.xy;
  // The retino-cortical map: the logarithm of the distance, and the angle.
  vec2 centred = (place - size * 0.5) / (size.y * 0.5);
  vec2 cortex = vec2(log(dot(centred, centred) + 0.0007) * 0.0795774715, atan(centred.y, centred.x) * 0.1591549431 + 0.5);
  float field = texture(sheet, cortex).r;
  // Coordinates come from a grid of 16 pixels.
  vec2 cell = (place / 16.0 + 0.5) / vec2(textureSize(warp, 0));
  vec4 first = texture(warp, cell), second = texture(morph, cell);
  vec3 feedback = texture(before, first.xy / size).rgb;
  vec3 picture = texture(one, first.zw / 1024.0).rgb, next = texture(other, second.xy / 1024.0).rgb;
  float share = smoothstep(0.0, 1.0, clamp(second.z + (field - 0.5) * 1.2, 0.0, 1.0));
  float edge = field * (1.0 - field) * 4.0;
  vec3 still = mix(picture, next, share);
  vec3 light = still * still * (0.1 + 1.25 * field) + palette(field) * edge * edge * 0.85;
  vec3 root = sqrt(clamp(light * 0.14 + feedback * feedback * 0.86, 0.0, 1.0));
  uint noise = hash(uvec2(place));
  float dither = float(noise & 0xffffu) / 65536.0 - 0.5, grain = float(noise >> 16) / 65536.0 - 0.5;
  kept = vec4(root + dither / 255.0, 1.0);
  vec3 tone = root * second.w;
  shown = vec4(clamp(tone * (0.06 + tone * (2.05 + tone * (-1.42 + tone * 0.31))) + grain * 0.035, 0.0, 1.0), 1.0);
}
