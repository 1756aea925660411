using System.Text;
using Workflow.Definitions;
using Xunit;

namespace Workflow.UnitTests.Definitions;

public class MutationTests
{
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ":", ": ", "- ", "\n", "\t", "  ", "\"", "'", "${", "}", "&a ", "*a", "!", "!!int ", "|",
        ">", "#", "%", "@", "?", "null", "~", "1e999", "-", ",", "\\", "\0", "\uFEFF", "é", "😀", 
        "---\n", "...\n", "then: x", "do: []", "<<: ", "\r", "0x", "$",
    ];

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 300)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Read_WhenATextIsMutated_GivesADefinitionOrErrorsWithPlaces(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder((seed % 2 == 0 ? Samples.Yaml : Samples.Json).ReplaceLineEndings("\n"));
        for (var change = random.Next(1, 5); change > 0; change--)
        {
            Mutate(text, random);
        }

        AssertIsAnAnswer(text.ToString());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Read_WhenATextIsCutAndItsBytesChange_GivesADefinitionOrErrorsWithPlaces(int seed)
    {
        var random = new Random(seed);
        var sample = Encoding.UTF8.GetBytes(seed % 2 == 0 ? Samples.Yaml : Samples.Json);
        var bytes = sample[..random.Next(1, sample.Length)];
        for (var change = random.Next(0, 4); change > 0; change--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        AssertIsAnAnswer(DefinitionReader.Read(bytes), int.MaxValue);
    }

    private static void Mutate(StringBuilder text, Random random)
    {
        var at = random.Next(text.Length);
        var length = Math.Min(random.Next(1, 30), text.Length - at);
        switch (random.Next(4))
        {
            case 0:
                text.Remove(at, length);
                break;
            case 1:
                text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                break;
            case 2:
                text[at] = Pieces[random.Next(Pieces.Length)][0];
                break;
            default:
                text.Insert(random.Next(text.Length), text.ToString(at, length));
                break;
        }
    }

    private static void AssertIsAnAnswer(string text) =>
        AssertIsAnAnswer(DefinitionReader.Read(text), text.Split('\n').Length + 1 + text.Count(c => c == '\r'));

    private static void AssertIsAnAnswer(DefinitionResult result, int lines)
    {
        if (result.IsValid)
        {
            Assert.Empty(result.Errors);
            var again = DefinitionReader.Read(result.Definition.Json.Span);
            Assert.True(again.IsValid, string.Join('\n', again.Errors));
            Assert.Equal(AstText.Of(result.Definition), AstText.Of(again.Definition));
            return;
        }

        Assert.NotEmpty(result.Errors);
        Assert.All(result.Errors, error =>
        {
            Assert.InRange(error.Line, 1, lines);
            Assert.InRange(error.Column, 1, int.MaxValue);
            Assert.NotEmpty(error.Message);
            Assert.True(error.Pointer.Length == 0 || error.Pointer[0] == '/', error.Pointer);
        });
        Assert.Equal(
            result.Errors.OrderBy(error => error.Line).ThenBy(error => error.Column).Select(error => error.Line),
            result.Errors.Select(error => error.Line));
    }
}
