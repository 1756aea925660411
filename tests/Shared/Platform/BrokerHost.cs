using System.Globalization;
using Workflow.Kafka;

namespace Workflow.Tests.Shared;

/// <summary>The embedded broker as a process of its own, told by lines on its standard input what to break. Each line
/// is answered by <c>ok</c>; the end of the input ends the process.</summary>
/// <remarks>Lines: <c>down</c>, <c>up</c>, <c>rtt MS</c>, <c>fail APIKEY CODE COUNT</c>, <c>heal APIKEY</c>.</remarks>
internal static class BrokerHost
{
    public const string Verb = "broker";

    /// <summary>Answer to every line, and to the start.</summary>
    public const string Ready = "ok";

    /// <param name="args">The verb, then the port.</param>
    public static async Task<int> ServeAsync(string[] args)
    {
        using var broker = EmbeddedBroker.Start(
            new EmbeddedBrokerOptions { Port = int.Parse(args[1], CultureInfo.InvariantCulture) });
        Console.WriteLine(Ready);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            Obey(broker, line.Split(' '));
            Console.WriteLine(Ready);
        }

        return 0;
    }

    private static void Obey(EmbeddedBroker broker, string[] words)
    {
        switch (words[0])
        {
            case "down":
                broker.Down();
                break;
            case "up":
                broker.Up();
                break;
            case "rtt":
                broker.SetRoundTrip(TimeSpan.FromMilliseconds(Number(words[1])));
                break;
            case "fail":
                var errors = new int[Number(words[3])];
                Array.Fill(errors, Number(words[2]));
                broker.FailNext((short)Number(words[1]), errors);
                break;
            case "heal":
                broker.StopFailing((short)Number(words[1]));
                break;
            default:
                throw new ArgumentException($"No such command: {string.Join(' ', words)}");
        }
    }

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);
}
