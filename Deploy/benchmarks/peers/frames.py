#!/usr/bin/env python3
"""The picture that others draw beside Onirica, timed: `glsl SIZE` on llvmpipe, `numba SIZE` on all processors.

`taken SIZE` reads what `reverie bench` prints; `ratios FILE` sums measurements up. Called by Deploy/benchmarks/frames.
"""
import json
import os
import statistics
import sys
import time

FIELD, STILL, GRID, FRAMES, WARM = 512, 1024, 16, 15, 3


def told(who, size, times):
    print(json.dumps({"who": who, "size": size, "ms": round(statistics.median(times), 3)}), flush=True)


def timed(draw):
    times = []
    for frame in range(WARM + FRAMES):
        start = time.perf_counter()
        draw(frame)
        times.append((time.perf_counter() - start) * 1000)
    return times[WARM:]


def inputs(np, width, height):
    """The field, two stills, and the coordinates that are the same for all: at any pixel, by its place."""
    i, j = np.meshgrid(np.arange(FIELD, dtype=np.float32), np.arange(FIELD, dtype=np.float32))
    field = 0.5 + 0.5 * np.sin(i * 0.6 + 2 * np.sin(j * 0.1227)) * np.cos(j * 0.41)
    u, v = np.meshgrid(np.arange(STILL, dtype=np.float32), np.arange(STILL, dtype=np.float32))
    stills = [
        np.stack([127 + 127 * np.sin((u * a + v * b) * 6.2832 / STILL + c) for c in (0, 2, 4)], -1).astype(np.uint8)
        for a, b in ((3, 5), (7, -2))
    ]

    def coordinates(x, y):
        k = np.float32(720 / height)
        return np.stack([
            width / 2 + (x - width / 2) * 0.982 + 3 * np.sin(y * k * 0.02),
            height / 2 + (y - height / 2) * 0.982 + 3 * np.sin(x * k * 0.02),
            x * 0.8 * k + 40 * np.sin(y * k * 0.01) + 60, y * 0.8 * k + 40 * np.sin(x * k * 0.013) + 60,
            x * 0.7 * k + 300 + 40 * np.sin(y * k * 0.011), y * 0.7 * k + 40 * np.sin(x * k * 0.01) + 60,
            0.5 + np.sin(x * k * 0.006) * np.cos(y * k * 0.007), 1.1 + 0 * x,
        ], -1).astype(np.float32)

    return field.astype(np.float32), stills, coordinates


def glsl(size, width, height):
    import moderngl
    import numpy as np

    context = moderngl.create_standalone_context(backend="egl")
    with open(os.path.join(os.path.dirname(__file__), "frames.frag")) as file:
        program = context.program(
            vertex_shader="#version 330\nvoid main() { vec2 p = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);"
            " gl_Position = vec4(p * 2.0 - 1.0, 0.0, 1.0); }", fragment_shader=file.read())
    field, stills, coordinates = inputs(np, width, height)
    columns, rows = width // GRID + 1, height // GRID + 1
    x, y = np.meshgrid(np.arange(columns, dtype=np.float32) * GRID, np.arange(rows, dtype=np.float32) * GRID)
    grid = coordinates(x, y)
    textures = {
        "sheet": context.texture((FIELD, FIELD), 1, field.astype(np.float16).tobytes(), dtype="f2"),
        "one": context.texture((STILL, STILL), 3, stills[0].tobytes()),
        "other": context.texture((STILL, STILL), 3, stills[1].tobytes()),
        "warp": context.texture((columns, rows), 4, np.ascontiguousarray(grid[..., :4]).tobytes(), dtype="f4"),
        "morph": context.texture((columns, rows), 4, np.ascontiguousarray(grid[..., 4:]).tobytes(), dtype="f4"),
    }
    for place, (name, texture) in enumerate(textures.items(), 1):
        texture.repeat_x = texture.repeat_y = name in ("sheet", "one", "other")
        texture.use(place)
        program[name] = place
    program["before"], program["size"] = 0, (width, height)
    kept = [context.texture((width, height), 4) for _ in range(2)]
    shown = context.texture((width, height), 4)
    targets = [context.framebuffer([texture, shown]) for texture in kept]
    triangle = context.vertex_array(program, [])

    def draw(frame):
        kept[frame % 2].use(0)
        targets[1 - frame % 2].use()
        program["seed"] = frame
        triangle.render(moderngl.TRIANGLES, 3)
        context.finish()

    told(f"GLSL on {context.info['GL_RENDERER'].split(' ')[0]}", size, timed(draw))


def numba(size, width, height):
    import numpy as np
    from numba import njit, prange

    real = np.float32

    @njit(inline="always")
    def sampled(image, x, y, x_next, y_next, right, down, channel):
        above = real(image[y, x, channel]) * (real(1) - right) + real(image[y, x_next, channel]) * right
        below = real(image[y_next, x, channel]) * (real(1) - right) + real(image[y_next, x_next, channel]) * right
        return (above + (below - above) * down) * real(1 / 255)

    @njit(parallel=True, fastmath=True, error_model="numpy")
    def picture(places, cortex, sheet, one, other, before, kept, shown, seed):
        height, width = shown.shape[:2]
        for y in prange(height):
            for x in range(width):
                u, v = cortex[y, x, 0], cortex[y, x, 1]
                i, j = np.int32(u), np.int32(v)
                right, down = u - i, v - j
                i_next, j_next = (i + 1) & (FIELD - 1), (j + 1) & (FIELD - 1)
                above = sheet[j, i] + (sheet[j, i_next] - sheet[j, i]) * right
                below = sheet[j_next, i] + (sheet[j_next, i_next] - sheet[j_next, i]) * right
                field = above + (below - above) * down
                fx = min(max(places[y, x, 0], real(0)), real(width - 1.01))
                fy = min(max(places[y, x, 1], real(0)), real(height - 1.01))
                fi, fj = np.int32(fx), np.int32(fy)
                ai, aj = np.int32(places[y, x, 2]), np.int32(places[y, x, 3])
                ar, ad = places[y, x, 2] - ai, places[y, x, 3] - aj
                bi, bj = np.int32(places[y, x, 4]), np.int32(places[y, x, 5])
                br, bd = places[y, x, 4] - bi, places[y, x, 5] - bj
                ai, aj, bi, bj = ai & (STILL - 1), aj & (STILL - 1), bi & (STILL - 1), bj & (STILL - 1)
                share = min(max(places[y, x, 6] + (field - real(0.5)) * real(1.2), real(0)), real(1))
                share = share * share * (real(3) - real(2) * share)
                edge = field * (real(1) - field) * real(4)
                glow, gain = edge * edge * real(0.85), real(0.1) + real(1.25) * field
                noise = np.uint32(np.uint32(x) * np.uint32(0x9E3779B1) + np.uint32(y) * np.uint32(0x85EBCA77) + seed)
                noise = np.uint32((noise ^ (noise >> np.uint32(15))) * np.uint32(0x2C1B3C6D))
                noise = np.uint32(noise ^ (noise >> np.uint32(13)))
                dither = real(noise & np.uint32(65535)) * real(1 / 65536)
                grain = (real(noise >> np.uint32(16)) * real(1 / 65536) - real(0.5)) * real(0.035)
                for channel in range(3):
                    turn = field * real(0.9) + (real(0.05), real(0.17), real(0.33))[channel]
                    turn -= np.floor(turn)
                    bump = real(4) * turn * (real(1) - turn)
                    last = sampled(before, fi, fj, fi + 1, fj + 1, fx - fi, fy - fj, channel)
                    here = sampled(one, ai, aj, (ai + 1) & (STILL - 1), (aj + 1) & (STILL - 1), ar, ad, channel)
                    there = sampled(other, bi, bj, (bi + 1) & (STILL - 1), (bj + 1) & (STILL - 1), br, bd, channel)
                    still = here + (there - here) * share
                    light = (still * still * gain + bump * bump * glow) * real(0.14) + last * last * real(0.86)
                    root = np.sqrt(min(max(light, real(0)), real(1)))
                    kept[y, x, channel] = np.uint8(min(root * real(255) + dither, real(255)))
                    tone = root * places[y, x, 7]
                    tone = tone * (real(0.06) + tone * (real(2.05) + tone * (real(-1.42) + tone * real(0.31))))
                    shown[y, x, channel] = np.uint8(min(max(tone + grain, real(0)), real(1)) * real(255) + real(0.5))

    field, stills, coordinates = inputs(np, width, height)
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    places = coordinates(x, y)
    right, down = (x + 0.5 - width / 2) / (height / 2), (y + 0.5 - height / 2) / (height / 2)
    cortex = np.stack([
        np.log(right * right + down * down + 0.0007) * 0.0795774715 * FIELD % FIELD,
        (np.arctan2(down, right) * 0.1591549431 + 0.5) * FIELD % FIELD,
    ], -1).astype(np.float32)
    cortex = np.minimum(cortex, np.float32(FIELD - 0.01))
    kept = [np.zeros((height, width, 4), np.uint8) for _ in range(2)]
    shown = np.zeros((height, width, 4), np.uint8)

    def draw(frame):
        before, after = kept[frame % 2], kept[1 - frame % 2]
        picture(places, cortex, field, stills[0], stills[1], before, after, shown, np.uint32(frame))

    told("numba", size, timed(draw))


def taken(size):
    found = json.loads(sys.stdin.read())
    print(json.dumps({"who": f"reverie {found['level']}", "size": size, "ms": found["p50_ms"]}), flush=True)


def ratios(path):
    times = {}
    with open(path) as file:
        for line in map(json.loads, file):
            times.setdefault((line["size"], line["who"]), []).append(line["ms"])
    for (size, who), values in times.items():
        own = next(statistics.median(v) for (s, w), v in times.items() if s == size and w.startswith("reverie"))
        median = statistics.median(values)
        print(f"{size:10} {who:20} {median:8.2f} ms  {median / own:5.2f} x reverie")


def main():
    what, rest = sys.argv[1], sys.argv[2:]
    if what == "ratios":
        return ratios(rest[0])
    width, height = map(int, rest[0].split("x"))
    if what == "taken":
        return taken(rest[0])
    {"glsl": glsl, "numba": numba}[what](rest[0], width, height)


main()
