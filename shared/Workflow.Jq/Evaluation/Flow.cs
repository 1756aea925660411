namespace Workflow.Jq.Evaluation;

/// <summary>How an evaluation goes on after an output, or after all of them.</summary>
internal enum Flow : byte
{
    /// <summary>Whoever receives the outputs wants no more.</summary>
    Stop,

    Next,

    /// <summary>The call in tail position that the machine holds is to be made now, for the same receiver.</summary>
    Tail,
}

/// <summary>
/// Receives one output: where it lies in the input (null outside of path expressions), and the value.
/// </summary>
internal delegate Flow Sink(Trail? trail, JqValue value);
