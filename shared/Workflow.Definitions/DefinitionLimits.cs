using System.ComponentModel.DataAnnotations;

namespace Workflow.Definitions;

/// <summary>How large a definition may be. Beyond a limit the definition is refused with the limit's name and
/// value.</summary>
public sealed record DefinitionLimits
{
    public static readonly DefinitionLimits Default = new();

    /// <summary>Bytes of the text, and of the document as JSON with every YAML alias written out. Default 1 MiB; more
    /// costs memory per cached definition and, above the broker's message size, a read of the row per run.</summary>
    [Range(1_024, 64 * 1_048_576)]
    public int DocumentBytes { get; init; } = 1_048_576;

    /// <summary>Values in the document at every depth, YAML aliases counted each time. Default 200,000.</summary>
    [Range(100, 10_000_000)]
    public int DocumentValues { get; init; } = 200_000;

    /// <summary>Lists and objects within each other. Default 400: enough for <see cref="TaskLevels"/> and the data in
    /// them. Reading is recursive, so that a much larger value risks the stack.</summary>
    [Range(10, 1_000)]
    public int DocumentDepth { get; init; } = 400;

    /// <summary>Tasks in the document at every level. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int Tasks { get; init; } = 10_000;

    /// <summary>Task lists within each other; the workflow's own list is level 1. Default 64.</summary>
    [Range(1, 200)]
    public int TaskLevels { get; init; } = 64;

    /// <summary>Characters of a task's, case's, agent's or variable's name. Default 200.</summary>
    [Range(1, 1_000)]
    public int NameLength { get; init; } = 200;

    /// <summary>Characters of one expression. Default 10,000; compiling is recursive, so that a much larger value risks
    /// the stack.</summary>
    [Range(100, 100_000)]
    public int ExpressionLength { get; init; } = 10_000;

    /// <summary>UTF-8 bytes of a task's JSON pointer, which is part of a database key. Default 1,500; PostgreSQL
    /// refuses index rows beyond about 2,700.</summary>
    [Range(100, 2_000)]
    public int StepPathBytes { get; init; } = 1_500;

    /// <summary>Largest <c>parallel</c> of a <c>for</c>. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int Parallel { get; init; } = 10_000;

    /// <summary>Errors that one answer lists. Default 100.</summary>
    [Range(1, 10_000)]
    public int Errors { get; init; } = 100;
}
