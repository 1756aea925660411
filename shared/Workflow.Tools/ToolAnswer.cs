using Workflow.Jq;

namespace Workflow.Tools;

/// <summary>What the error of a call is, in the DSL's words.</summary>
public enum ToolFaultKind
{
    Configuration,
    Validation,
    Expression,
    Communication,
    Authentication,
    Authorization,
    Runtime,
}

/// <summary>Why a call failed.</summary>
/// <param name="Status">As HTTP has it, 400 to 599.</param>
/// <param name="Detail">For the user: no secrets, nothing of the network.</param>
public sealed record ToolFault(ToolFaultKind Kind, int Status, string Detail)
{
    public static ToolFault Configuration(string detail) => new(ToolFaultKind.Configuration, 400, detail);

    public static ToolFault Validation(string detail) => new(ToolFaultKind.Validation, 400, detail);

    public static ToolFault Communication(int status, string detail) =>
        new(ToolFaultKind.Communication, status, detail);

    public static ToolFault Authorization(string detail) => new(ToolFaultKind.Authorization, 403, detail);
}

/// <summary>How a call ended: an output, or a fault.</summary>
public readonly record struct ToolAnswer(JqValue? Output, ToolFault? Fault)
{
    public static ToolAnswer Of(JqValue output) => new(output, null);

    public static ToolAnswer Failed(ToolFault fault) => new(null, fault);
}
