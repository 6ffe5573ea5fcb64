//! The browser's user: what they look through, and what their browser can do.

/// How the browser's user looks at the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Looks {
    /// Width of the window in CSS pixels.
    pub width: u32,
    /// Height of the window in CSS pixels.
    pub height: u32,
    /// Pixels of the screen per CSS pixel, each way.
    pub scale: u32,
    /// Whether the user has fingers and no mouse.
    pub is_touch: bool,
    /// Whether the user asks for reduced motion.
    pub is_motion_reduced: bool,
    /// Whether the user asks for dark colors.
    pub is_dark: bool,
    /// What the browser makes of WebAssembly.
    pub wasm: Wasm,
}

/// How much of WebAssembly a browser has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Wasm {
    /// All of it.
    #[default]
    Whole,
    /// No vector instructions, as in browsers before 2021.
    NoSimd,
    /// None, as where a policy or a lockdown mode forbids it.
    Absent,
}

impl Looks {
    /// A phone held upright.
    pub const PHONE: Self = Self {
        width: 390,
        height: 844,
        scale: 1,
        is_touch: true,
        is_motion_reduced: false,
        is_dark: false,
        wasm: Wasm::Whole,
    };
    /// A small phone held sideways.
    pub const PHONE_SIDEWAYS: Self = Self { width: 667, height: 331, ..Self::PHONE };
}

impl Default for Looks {
    /// A desktop.
    fn default() -> Self {
        Self { width: 1440, height: 900, is_touch: false, ..Self::PHONE }
    }
}

impl Wasm {
    /// The command line's flag for it. V8 compiles vector instructions only for processors with SSE 4.1, and has no
    /// WebAssembly where it may not compile at all; its flags that name WebAssembly or SIMD have no effect on a page.
    pub(crate) fn flag(self) -> Option<&'static str> {
        match self {
            Self::Whole => None,
            Self::NoSimd => Some("--js-flags=--no-enable-sse4-1"),
            Self::Absent => Some("--js-flags=--jitless"),
        }
    }
}
