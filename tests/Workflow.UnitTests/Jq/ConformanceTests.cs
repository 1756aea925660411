using Workflow.Jq;
using Xunit;
using Xunit.Abstractions;

namespace Workflow.UnitTests.Jq;

/// <summary>Runs the jq project's own test files and holds the pass rate that was reached.</summary>
public sealed class ConformanceTests(ITestOutputHelper log)
{
    private static readonly JqProgram Lenient = JqProgram.Compile("fromjson");

    [ConformanceTheory]
    [InlineData("jq.test", 1.0)]
    [InlineData("man.test", 1.0)]
    [InlineData("onig.test", 1.0)]
    [InlineData("manonig.test", 1.0)]
    [InlineData("base64.test", 1.0)]
    public void Evaluate_WhenRunOverTheTestsOfJq_PassesAtLeastTheFloor(string file, double floor)
    {
        var all = ConformanceCase.Read(Path.Combine(ConformanceTheoryAttribute.Folder!, file)).ToArray();
        var inScope = all.Where(test => test.OutOfScope is null).ToArray();
        var failures = inScope.Select(test => (Test: test, Problem: Check(test)))
            .Where(result => result.Problem is not null).ToArray();

        log.WriteLine($"{file}: {inScope.Length - failures.Length} passed, {failures.Length} failed, "
            + $"{all.Length - inScope.Length} out of scope");
        foreach (var group in all.GroupBy(test => test.OutOfScope).Where(group => group.Key is not null))
        {
            log.WriteLine($"  out of scope: {group.Count()} with {group.Key}");
        }

        foreach (var (test, problem) in failures)
        {
            log.WriteLine($"  line {test.Line}: {test.Program}\n    {problem}");
        }

        var rate = (inScope.Length - failures.Length) / (double)inScope.Length;
        Assert.True(rate >= floor, $"{file}: {rate:P1} of {inScope.Length} passed, expected {floor:P1}");
    }

    private static string? Check(ConformanceCase test)
    {
        JqProgram program;
        try
        {
            program = JqProgram.Compile(test.Program, []);
        }
        catch (JqCompileException error)
        {
            return test.MustNotCompile ? null : error.Message;
        }

        if (test.MustNotCompile)
        {
            return "compiled, and should not";
        }

        var outputs = new List<JqValue>();
        var problem = "";
        try
        {
            program.Run(Json(test.Input!), JqArguments.None, output =>
            {
                outputs.Add(output);
                return true;
            });
        }
        catch (JqException error)
        {
            problem = $" then error: {error.Message}";
        }

        return outputs.SequenceEqual(test.Outputs.Select(Json)) ? null
            : $"expected {string.Join(' ', test.Outputs)} got {string.Join(' ', outputs)}{problem}";
    }

    private static JqValue Json(string line) => Lenient.First(JqValue.String(line), JqArguments.None);
}
