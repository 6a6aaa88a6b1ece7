#pragma once
#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <GLES3/gl3.h>
#include <GLES2/gl2ext.h>
#include <stdint.h>
#include <string.h>

// What EGL has by extensions only, each asked for by its name; where it is not there, none.

/// Devices that the system names, at most 16 (EGL_EXT_device_enumeration).
static inline int32_t graphics_devices(EGLDeviceEXT devices[16]) {
  PFNEGLQUERYDEVICESEXTPROC query = (PFNEGLQUERYDEVICESEXTPROC)eglGetProcAddress("eglQueryDevicesEXT");
  EGLint count = 0;
  return query && query(16, devices, &count) ? count : 0;
}

/// Whether a device is the processor itself in disguise (EGL_MESA_device_software).
static inline int32_t graphics_device_is_software(int32_t index) {
  EGLDeviceEXT devices[16];
  PFNEGLQUERYDEVICESTRINGEXTPROC text = (PFNEGLQUERYDEVICESTRINGEXTPROC)eglGetProcAddress("eglQueryDeviceStringEXT");
  if (!text || index < 0 || index >= graphics_devices(devices)) return 0;
  const char *extensions = text(devices[index], EGL_EXTENSIONS);
  return extensions && strstr(extensions, "EGL_MESA_device_software") ? 1 : 0;
}

/// How many devices there are.
static inline int32_t graphics_device_count(void) {
  EGLDeviceEXT devices[16];
  return graphics_devices(devices);
}

static inline EGLDisplay graphics_platform_display(EGLenum platform, void *native) {
  PFNEGLGETPLATFORMDISPLAYEXTPROC get = (PFNEGLGETPLATFORMDISPLAYEXTPROC)eglGetProcAddress("eglGetPlatformDisplayEXT");
  return get ? get(platform, native, NULL) : EGL_NO_DISPLAY;
}

/// The display of a device, without any window system (EGL_EXT_platform_device).
static inline EGLDisplay graphics_device_display(int32_t index) {
  EGLDeviceEXT devices[16];
  if (index < 0 || index >= graphics_devices(devices)) return EGL_NO_DISPLAY;
  return graphics_platform_display(EGL_PLATFORM_DEVICE_EXT, devices[index]);
}

/// Mesa's display without any surface (EGL_MESA_platform_surfaceless).
static inline EGLDisplay graphics_surfaceless_display(void) {
  return graphics_platform_display(EGL_PLATFORM_SURFACELESS_MESA, (void *)EGL_DEFAULT_DISPLAY);
}

/// Why the current context was reset; GL_NO_ERROR where it was not, or where the driver cannot tell.
static inline GLenum graphics_reset_status(void) {
  PFNGLGETGRAPHICSRESETSTATUSEXTPROC status =
      (PFNGLGETGRAPHICSRESETSTATUSEXTPROC)eglGetProcAddress("glGetGraphicsResetStatusKHR");
  if (!status) status = (PFNGLGETGRAPHICSRESETSTATUSEXTPROC)eglGetProcAddress("glGetGraphicsResetStatusEXT");
  return status ? status() : GL_NO_ERROR;
}
