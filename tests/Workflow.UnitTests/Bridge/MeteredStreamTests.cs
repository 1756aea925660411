using System.Text;
using Workflow.Bridge.Agents;
using Xunit;

namespace Workflow.UnitTests.Bridge;

public sealed class MeteredStreamTests
{
    [Theory]
    [InlineData("0123456789", false)]
    [InlineData("data: 1234\n\ndata: 5678\n\n", true)]
    [InlineData("data: 1234\r\n\r\ndata: 5678\r\n\r\n", true)]
    public async Task Read_WhenEveryMessageIsWithinTheLimit_GivesAll(string body, bool isEvents) =>
        Assert.Equal((body, false), await ReadAsync(body, isEvents));

    [Theory]
    [InlineData("01234567890123456", false)]
    [InlineData("data: 1\ndata: 2\ndata: 3\n\n", true)]
    [InlineData("data: 1\n\ndata: 012345678901\n\n", true)]
    public async Task Read_WhenAMessageIsLarger_TellsAndGivesNoMore(string body, bool isEvents) =>
        Assert.Equal((null, true), await ReadAsync(body, isEvents));

    /// <summary>Reads with a limit of 16 bytes, a few at a time.</summary>
    private static async Task<(string? Text, bool IsTooLarge)> ReadAsync(string body, bool isEvents)
    {
        var isTooLarge = false;
        await using var stream = new MeteredStream(
            new MemoryStream(Encoding.UTF8.GetBytes(body)), 16, isEvents, () => isTooLarge = true);
        var read = new MemoryStream();
        try
        {
            await stream.CopyToAsync(read, 3);
            return (Encoding.UTF8.GetString(read.ToArray()), isTooLarge);
        }
        catch (IOException)
        {
            return (null, isTooLarge);
        }
    }
}
