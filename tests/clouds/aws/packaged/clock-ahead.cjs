// Loaded before the function's code, which keeps the clock that it finds. The harness says in the trace id how far it is ahead, since every runtime passes that on.
const realNow = Date.now;
Date.now = () => realNow() + Number(/;Ahead=(\d+)/.exec(process.env._X_AMZN_TRACE_ID)?.[1] ?? 0);
