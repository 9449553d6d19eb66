import releaseSync from '@jitl/quickjs-wasmfile-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSSyncVariant,
} from 'quickjs-emscripten-core';
import { ANSWER, spoils } from './answer.ts';
import { createFence, type Fence } from './fence.ts';
import { findStack, type MemorySnapshot, type StackRange, takeSnapshot } from './memory-snapshot.ts';
import { FIND_FUNCTION, IS_LEGACY, PRELUDE } from './prelude.ts';

export interface Limits {
  readonly deadlineMs: number;
  readonly memoryBytes: number;
  readonly resultBytes: number;
  readonly warmCodecs: number;
}

/** A codec, loaded and ready. `decode` takes the text of an input and gives an answer (answer.ts); it never throws. */
export interface LoadedCodec {
  decode(input: string): string;
  /** Set once the interpreter cannot be trusted any more, or has grown fat; its owner then drops it. */
  readonly spoiled: boolean;
}

/** The package's types are those of its CommonJS half. */
const variant = releaseSync as unknown as QuickJSSyncVariant;
const WASM_PAGE_BYTES = 65_536;
/** Well below the module's C stack (5 MB) and the thread's own, so that recursion ends as an error inside the codec. */
const STACK_BYTES = 256 * 1024;
/** Where the stack lies is the same in every instance of the module. */
let stackRange: StackRange | undefined;

/**
 * Loads a codec into an interpreter of its own: own WebAssembly instance, own memory of fixed size (its maximum is set, so that
 * no string can grow it). Returns an answer instead when the codec cannot be loaded. Nothing is ever freed inside: the memory is
 * set back or thrown away as a whole.
 */
export async function loadCodec(
  source: string,
  wasm: WebAssembly.Module,
  limits: Limits,
): Promise<LoadedCodec | string> {
  const pages = Math.floor(limits.memoryBytes / WASM_PAGE_BYTES);
  const wasmMemory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const quickjs = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmModule: wasm, wasmMemory }));
  const memory = new Uint8Array(wasmMemory.buffer);
  const fence = createFence(limits.deadlineMs);
  const runtime = quickjs.newRuntime();
  runtime.setMaxStackSize(STACK_BYTES);
  runtime.setInterruptHandler(() => fence.shouldStop());
  const context = runtime.newContext();
  stackRange ??= findStack(memory);
  fence.arm();
  try {
    const run = prepare(context, source, limits.resultBytes, fence);
    return typeof run === 'string' ? run : decoderOf(context, run, fence, takeSnapshot(memory, stackRange));
  } catch (cause) {
    return explain(fence, cause);
  }
}

function prepare(context: QuickJSContext, source: string, longest: number, fence: Fence): QuickJSHandle | string {
  const evaluate = (code: string, file: string) => context.evalCode(code, file, { type: 'global' });
  const must = (code: string) => context.unwrapResult(evaluate(code, 'prelude.js'));
  const call = (callee: QuickJSHandle, ...values: QuickJSHandle[]) =>
    context.unwrapResult(context.callFunction(callee, context.undefined, ...values));

  const prelude = call(must(PRELUDE), context.newNumber(longest));
  const explainLoad = context.getProp(prelude, 'explainLoad');
  const loaded = evaluate(source, 'codec.js');
  if (loaded.error) {
    const said = fence.stopped ? undefined : context.callFunction(explainLoad, context.undefined, loaded.error);
    return said === undefined || said.error ? explain(fence, undefined) : context.getString(said.value);
  }
  const decode = must(FIND_FUNCTION);
  if (context.typeof(decode) !== 'function') {
    return `${ANSWER.noFunction}the codec has no function decodeUplink(input); add one (LoRa Alliance TS013)`;
  }
  return call(context.getProp(prelude, 'prepare'), decode, must(IS_LEGACY));
}

function decoderOf(context: QuickJSContext, run: QuickJSHandle, fence: Fence, snapshot: MemorySnapshot): LoadedCodec {
  let spoiled = false;
  const call = (input: string): string => {
    fence.arm();
    try {
      const result = context.callFunction(run, context.undefined, context.newString(input));
      // The prelude catches all that a codec can throw: what still comes out is the fence or want of memory.
      return result.error ? explain(fence, undefined) : context.getString(result.value) || explain(fence, undefined);
    } catch (cause) {
      spoiled = true;
      return explain(fence, cause);
    }
  };
  return {
    decode(input) {
      const answer = call(input);
      spoiled ||= spoils(answer) || snapshot.isBloated();
      if (!spoiled) snapshot.restore();
      return answer;
    },
    get spoiled() {
      return spoiled;
    },
  };
}

function explain(fence: Fence, cause: unknown): string {
  if (fence.stopped) return `${ANSWER.deadline}the codec ran longer than it may`;
  if (cause instanceof RangeError) return `${ANSWER.threw}the codec called itself too deeply`;
  if (cause === undefined || cause instanceof WebAssembly.RuntimeError)
    return `${ANSWER.memory}the codec used more memory than it may`;
  return `${ANSWER.threw}the codec could not be started`;
}
