using System.Buffers;
using System.Text.Json;
using Workflow.Api.Http;
using Workflow.Api.Redaction;
using Workflow.Database.Queries;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Api.Expressions;

/// <summary>Evaluates expressions on data of runs, a few at a time. Changes nothing.</summary>
public sealed class ExpressionTrials(ExpressionOptions options) : IDisposable
{
    private const string Opening = "${";

    private static readonly string[] Variables = ["input", "output"];
    private readonly SemaphoreSlim _places = new(options.AtOnceMax);

    /// <summary>Compiles a jq program that stands alone or in <c>${ }</c>.</summary>
    /// <returns>Null and what is wrong, when it is none.</returns>
    public static JqProgram? Compile(string source, out Problem? problem)
    {
        var program = source.Trim();
        var isWrapped = program.StartsWith(Opening, StringComparison.Ordinal) && program.EndsWith('}');
        var offset = source.IndexOf(program, StringComparison.Ordinal) + (isWrapped ? Opening.Length : 0);
        try
        {
            problem = null;
            return JqProgram.Compile(isWrapped ? program[Opening.Length..^1] : program, Variables);
        }
        catch (JqCompileException error)
        {
            // What was cut off in front moves places of the first line only, blank lines aside.
            var before = source[..offset];
            var lines = before.Count('\n');
            var column = error.Line == 1 ? offset - (before.LastIndexOf('\n') + 1) + error.Column : error.Column;
            problem = Problems.InvalidBody([new ProblemError(
                "/expression", error.Line + lines, column, error.Problem,
                "a jq program; it may stand in ${ }, and use $input and $output")]);
            return null;
        }
    }

    /// <param name="isOnOutput">Whether <c>.</c> is the output.</param>
    /// <exception cref="JsonException">The data are nested too deeply to be evaluated.</exception>
    public async Task<TriedExpression> RunAsync(
        JqProgram program, Guid runId, TrialPayloads data, bool isOnOutput, DateTimeOffset now, CancellationToken ct)
    {
        await _places.WaitAsync(ct);
        try
        {
            return await Task.Run(() => Run(program, runId, data, isOnOutput, now), ct);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    private TriedExpression Run(
        JqProgram program, Guid runId, TrialPayloads data, bool isOnOutput, DateTimeOffset now)
    {
        var (input, output) = (ValueOf(PayloadView.Of(data.Input)), ValueOf(PayloadView.Of(data.Output)));
        var arguments = new JqArguments
        {
            Variables = new Dictionary<string, JqValue> { ["input"] = input, ["output"] = output },
            Limits = options.Limits,
            Now = now,
        };
        var results = new List<RawJson>();
        var isMore = false;
        ExpressionFailure? failure = null;
        try
        {
            program.Run(isOnOutput ? output : input, arguments, result =>
            {
                isMore = results.Count >= options.ResultsMax;
                if (!isMore)
                {
                    results.Add(TextOf(result));
                }

                return !isMore;
            });
        }
        catch (JqException error)
        {
            failure = new ExpressionFailure(error.Message, error.Limit);
        }

        return new TriedExpression(runId, results, isMore, failure);
    }

    private static JqValue ValueOf(RawJson json) => JqValue.ParseOrNull(json.Utf8.Span);

    private static RawJson TextOf(JqValue value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            value.WriteTo(writer);
        }

        return new RawJson(buffer.WrittenMemory);
    }
}
