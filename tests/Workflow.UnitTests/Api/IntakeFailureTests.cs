using System.Net.Sockets;
using Npgsql;
using Workflow.Database.Intake;
using Xunit;

namespace Workflow.UnitTests.Api;

public sealed class IntakeFailureTests
{
    [Theory]
    [InlineData("22P02")]
    [InlineData("22021")]
    [InlineData("23514")]
    [InlineData("54001")]
    public void Decide_WhenPostgresRefusesTheContent_HalvesDownToTheCulprit(string sqlState)
    {
        Assert.Equal(FailureAction.Halve, IntakeFailure.Decide(Refusal(sqlState), rows: 2, triesLeft: 0));
        Assert.Equal(FailureAction.Refuse, IntakeFailure.Decide(Refusal(sqlState), rows: 1, triesLeft: 3));
        Assert.False(IntakeFailure.IsOutage(Refusal(sqlState)));
        Assert.Equal(sqlState, IntakeFailure.RefusalOf(Refusal(sqlState))?.SqlState);
    }

    [Theory]
    [InlineData("40P01")]
    [InlineData("40001")]
    [InlineData("08006")]
    [InlineData("57P01")]
    [InlineData("53300")]
    [InlineData("25006")]
    public void Decide_WhenItMayPass_RetriesThenGivesUp(string sqlState)
    {
        Assert.Equal(FailureAction.Retry, IntakeFailure.Decide(Refusal(sqlState), rows: 9, triesLeft: 1));
        Assert.Equal(FailureAction.GiveUp, IntakeFailure.Decide(Refusal(sqlState), rows: 9, triesLeft: 0));
        Assert.True(IntakeFailure.IsOutage(new InvalidOperationException("wrapped", Refusal(sqlState))));
    }

    [Fact]
    public void Decide_WhenTheConnectionFails_RetriesThenGivesUp()
    {
        var cut = new NpgsqlException("cut", new SocketException());
        Assert.Equal(FailureAction.Retry, IntakeFailure.Decide(cut, rows: 1, triesLeft: 1));
        Assert.Equal(FailureAction.GiveUp, IntakeFailure.Decide(cut, rows: 1, triesLeft: 0));
    }

    [Fact]
    public void Decide_WhenAStatementTookTooLong_GivesUpAtOnce()
    {
        var late = new NpgsqlException("late", new TimeoutException());
        Assert.Equal(FailureAction.GiveUp, IntakeFailure.Decide(late, rows: 9, triesLeft: 3));
        Assert.Equal(FailureAction.GiveUp, IntakeFailure.Decide(Refusal("57014"), rows: 9, triesLeft: 3));
    }

    [Fact]
    public void Decide_WhenItIsABug_Throws()
    {
        Assert.Equal(FailureAction.Throw, IntakeFailure.Decide(Refusal("42P01"), rows: 9, triesLeft: 3));
        Assert.Equal(FailureAction.Throw, IntakeFailure.Decide(new InvalidCastException(), rows: 9, triesLeft: 3));
        Assert.False(IntakeFailure.IsOutage(Refusal("42P01")));
    }

    private static PostgresException Refusal(string sqlState) => new("refused", "ERROR", "ERROR", sqlState);
}
