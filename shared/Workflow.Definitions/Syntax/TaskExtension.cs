using Workflow.Definitions.Expressions;

namespace Workflow.Definitions.Syntax;

/// <summary>An extension of <c>use.extensions</c> at a task that it extends.</summary>
/// <param name="When">Whether it applies to the task now; always when null.</param>
/// <param name="Before">Run before the task, in place of it when they end with <c>exit</c>.</param>
/// <param name="After">Run once the task has completed.</param>
public sealed record TaskExtension(string Name, Expression? When, TaskList? Before, TaskList? After);

/// <summary>The task that an extension's tasks are run for.</summary>
public sealed record ExtendedTask(string Name, string Pointer);
