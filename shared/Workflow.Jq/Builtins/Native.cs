using Workflow.Jq.Evaluation;

namespace Workflow.Jq.Builtins;

/// <summary>A builtin that calculates one value from its input and the values of its arguments.</summary>
internal delegate JqValue Native(Machine machine, JqValue input, JqValue[] arguments);

/// <summary>A builtin that gives any number of values, lazily.</summary>
internal delegate IEnumerable<JqValue> NativeStream(Machine machine, JqValue input, JqValue[] arguments);

/// <summary>A builtin that decides itself how its arguments are evaluated.</summary>
internal delegate Node NodeBuilder(Node[] arguments);
