using System.Text;
using System.Text.Json;
using Workflow.Jq;
using Xunit;

namespace Workflow.UnitTests.Jq;

/// <summary>Random programs and texts end by an output or an error of the library, never by anything else.</summary>
public sealed class FuzzTests
{
    private static readonly JqArguments Arguments = Outputs.Within(new JqLimits
    {
        Steps = 20_000, Depth = 500, OutputBytes = 200_000, RegexTime = TimeSpan.FromMilliseconds(50),
    });

    private static readonly JqValue[] Inputs =
    [
        JqValue.Null, JqValue.Parse("[1,[2,\"a\"],{\"a\":null}]"), JqValue.Parse("\"a1,b2\""),
        JqValue.Parse("{\"a\":{\"b\":[1,2,3]},\"b\":{\"c\":\"é😀\"}}"), JqValue.Parse("-12.5"),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Evaluate_WhenProgramsAreRandom_Ends(int seed)
    {
        var random = new Random(seed);
        var grammar = new ProgramGrammar(random);
        for (var i = 0; i < 500; i++)
        {
            Try(grammar.Program(random.Next(1, 40)), Inputs[random.Next(Inputs.Length)]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Evaluate_WhenProgramsAreMutilated_Ends(int seed)
    {
        var random = new Random(seed);
        var grammar = new ProgramGrammar(random);
        for (var i = 0; i < 500; i++)
        {
            var program = new StringBuilder(grammar.Program(random.Next(1, 20)));
            for (var cuts = random.Next(1, 6); cuts > 0; cuts--)
            {
                program[random.Next(program.Length)] = (char)random.Next(32, 127);
            }

            Try(program.ToString(), Inputs[random.Next(Inputs.Length)]);
        }
    }

    [Fact]
    public void Parse_WhenTextsAreRandom_GivesAValueOrAnError()
    {
        var random = new Random(5);
        const string Letters = "[]{}\",:0123456789.eE+-truefalsn\\u \n\uD83D\u00e9";
        for (var i = 0; i < 20_000; i++)
        {
            var letters = Enumerable.Range(0, random.Next(1, 12)).Select(_ => Letters[random.Next(Letters.Length)]);
            var text = string.Concat(letters);
            var value = Record.Exception(() => JqValue.Parse(text));
            Assert.True(value is null or JsonException, text);
        }
    }

    private static void Try(string program, JqValue input)
    {
        try
        {
            JqProgram.Compile(program).Run(input, Arguments, output => output.ToUtf8().Length > 0);
        }
        catch (Exception error) when (error is JqException or JqCompileException)
        {
            Assert.NotEmpty(error.Message);
        }
        catch (Exception error)
        {
            Assert.Fail($"{program}\n{error}");
        }
    }
}
