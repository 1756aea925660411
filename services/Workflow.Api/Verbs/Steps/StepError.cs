using System.Diagnostics.CodeAnalysis;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Options;
using Workflow.Model;

namespace Workflow.Api.Verbs.Steps;

/// <summary>Reads the failure that an operator gives a step.</summary>
internal static class StepError
{
    private static readonly TextField Type = new("type", "A URI that catches can look for.", 500);
    private static readonly NumberField Status = new("status", "The HTTP status that fits it best.", 100, 599);
    private static readonly TextField Title = new("title", "The failure in a few words.", 500);
    private static readonly TextField Detail = new("detail", "More about it.", 4_000);
    private static readonly BodyShape Shape = new(Type, Status, Title, Detail);

    /// <param name="error">Null when nothing was given.</param>
    public static bool TryRead(
        RawJson given, ApiOptions options, out AgentError? error, [NotNullWhen(false)] out Problem? problem)
    {
        error = null;
        problem = null;
        if (given.IsEmpty)
        {
            return true;
        }

        var members = new FieldValues();
        problem = Shape.Read(given.Utf8, options.JsonDepthMax, members);
        if (problem is not null)
        {
            problem = Within("/error", problem);
            return false;
        }

        error = new AgentError(
            members.Get(Type) ?? StandardErrors.Runtime, (int)members.Get(Status, 500),
            members.Get(Title) ?? "An operator failed the step.", members.Get(Detail));
        return true;
    }

    private static Problem Within(string pointer, Problem problem) =>
        problem.Facts?.GetValueOrDefault("errors") is ProblemError[] errors
            ? Problems.InvalidBody([.. errors.Select(error => error with { Pointer = pointer + error.Pointer })])
            : problem;
}
