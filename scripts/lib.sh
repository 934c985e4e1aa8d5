# shellcheck shell=bash
# What the scripts share: places, pinned versions, words. Sourced, never run.

# shellcheck disable=SC2034  # used by those who source it
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
TARGET=${CARGO_TARGET_DIR:-$ROOT/target}
# Fetched and compiled tools live outside the clone, so that a second clone has them at once.
CACHE=${STUDIO_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/creativeai-studio}

# The version in scripts/onnxruntime-{cpu,gpu}.txt, where the hashes are too.
ONNXRUNTIME_VERSION=1.31.1

# rustup's default place, for shells that have not read its profile yet.
command -v cargo >/dev/null || PATH="$HOME/.cargo/bin:$PATH"

say() { printf '\033[1m== %s\033[0m\n' "$*"; }
die() { printf 'studio: %s\n' "$*" >&2; exit 1; }

# The wasm-bindgen CLI must be of the very version that the page is compiled with.
wasm_bindgen_version() {
    awk '/^name = "wasm-bindgen"$/ { getline; gsub(/version = |"/, ""); print; exit }' "$ROOT/Cargo.lock"
}
wasm_bindgen() { echo "$CACHE/tools/wasm-bindgen-$(wasm_bindgen_version)/bin/wasm-bindgen"; }

# cpu, or gpu on a machine with an NVIDIA driver. The GPU wheel exists for x86-64 alone.
onnxruntime_flavour() {
    if [ "$(uname -m)" = x86_64 ] && { [ -e /proc/driver/nvidia/version ] || command -v nvidia-smi >/dev/null; }; then
        echo gpu
    else
        echo cpu
    fi
}
onnxruntime_folder() { echo "$CACHE/onnxruntime-$ONNXRUNTIME_VERSION-$(onnxruntime_flavour)"; }

# What the program needs to find at run time: ONNX Runtime, and CUDA where it was installed as the README says.
export_libraries() {
    export ORT_DYLIB_PATH=${ORT_DYLIB_PATH:-$ROOT/target/onnxruntime/libonnxruntime.so}
    local folder
    for folder in "$CACHE"/cuda/nvidia/*/lib; do
        [ ! -d "$folder" ] || export LD_LIBRARY_PATH=$folder${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
    done
}
