// A preset of projectM on whatever draws without a display: projectm PRESET WIDTH HEIGHT prints the median of its frames.
#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <GL/gl.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <libprojectM/projectM.hpp>
#include <vector>

static bool begin(int width, int height) {
  EGLDisplay display = eglGetPlatformDisplay(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
  if (!eglInitialize(display, nullptr, nullptr) || !eglBindAPI(EGL_OPENGL_API)) return false;
  const EGLint wanted[] = {EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_NONE};
  EGLConfig config;
  EGLint count = 0;
  if (!eglChooseConfig(display, wanted, &config, 1, &count) || count < 1) return false;
  const EGLint size[] = {EGL_WIDTH, width, EGL_HEIGHT, height, EGL_NONE};
  EGLSurface surface = eglCreatePbufferSurface(display, config, size);
  const EGLint version[] = {EGL_CONTEXT_MAJOR_VERSION, 3, EGL_CONTEXT_MINOR_VERSION, 3, EGL_NONE};
  EGLContext context = eglCreateContext(display, config, EGL_NO_CONTEXT, version);
  return eglMakeCurrent(display, surface, surface, context);
}

int main(int count, char **words) {
  if (count != 4) return 64;
  const int width = std::atoi(words[2]), height = std::atoi(words[3]);
  if (!begin(width, height)) {
    std::fprintf(stderr, "projectm: there is no OpenGL 3.3 without a display\n");
    return 69;
  }
  projectM::Settings settings;
  settings.windowWidth = width;
  settings.windowHeight = height;
  settings.meshX = 64;
  settings.meshY = 48;
  settings.fps = 60;
  settings.textureSize = 1024;
  settings.smoothPresetDuration = 1;
  settings.presetDuration = 1000;
  settings.shuffleEnabled = false;
  projectM player(settings, projectM::FLAG_DISABLE_PLAYLIST_LOAD);
  player.projectM_resetGL(width, height);
  RatingList rating{1, 1};
  player.addPresetURL(words[1], "preset", rating);
  player.selectPreset(0, true);
  player.setPresetLock(true);
  std::vector<double> times;
  for (int frame = 0; frame < 24; frame++) {
    float sound[1024];
    for (int i = 0; i < 1024; i++) {
      sound[i] = 0.4f * std::sin(i * 0.05f + frame) + 0.2f * std::sin(i * 0.31f * (1 + 0.1f * std::sin(frame * 0.2f)));
    }
    player.pcm()->addPCMfloat(sound, 1024);
    const auto start = std::chrono::steady_clock::now();
    player.renderFrame();
    glFinish();
    const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - start;
    if (frame >= 8) times.push_back(time.count());
  }
  std::sort(times.begin(), times.end());
  std::printf("{\"who\": \"projectM\", \"size\": \"%dx%d\", \"ms\": %.3f}\n", width, height, times[times.size() / 2]);
}
