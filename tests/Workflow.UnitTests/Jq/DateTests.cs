using Workflow.Jq;
using Xunit;

namespace Workflow.UnitTests.Jq;

public sealed class DateTests
{
    [Theory]
    [InlineData("0 | todate, gmtime, (gmtime | mktime)", "\"1970-01-01T00:00:00Z\" [1970,0,1,0,0,0,4,0] 0")]
    [InlineData("\"2015-03-05T23:51:47Z\" | fromdate, (strptime(\"%Y-%m-%dT%H:%M:%SZ\") | todate)",
        "1425599507 \"2015-03-05T23:51:47Z\"")]
    [InlineData("1425599507.25 | gmtime[5], localtime[3]", "47.25 23")]
    [InlineData("1425599507 | strftime(\"%A %a %B %b %d %e %j %H %I %p %M %S %y %C %Z %z\")",
        "\"Thursday Thu March Mar 05  5 064 23 11 PM 51 47 15 20 UTC +0000\"")]
    [InlineData("1425599507 | strftime(\"%D %F %T %R %u %w %U %W %V %G %s %c %%\")",
        "\"03/05/15 2015-03-05 23:51:47 23:51 4 4 09 09 10 2015 1425599507 Thu Mar  5 23:51:47 2015 %\"")]
    [InlineData("-1 | todate, (-62135596800 | todate), (253402300799 | todate)",
        "\"1969-12-31T23:59:59Z\" \"1-01-01T00:00:00Z\" \"9999-12-31T23:59:59Z\"")]
    [InlineData("\"5 Mar 2015 11:05 PM\" | strptime(\"%d %b %Y %I:%M %p\")", "[2015,2,5,23,5,0,4,63]")]
    [InlineData("\"2016-366\" | strptime(\"%Y-%j\") | mktime | todate", "\"2016-12-31T00:00:00Z\"")]
    [InlineData("[2024,13,1] | mktime | todate", "\"2025-02-01T00:00:00Z\"")]
    [InlineData("\"x\" | strptime(\"%Y\")", "!date \"x\" does not match format \"%Y\"")]
    [InlineData("1e20 | todate", "!strftime/1 supports only years 0 to 9999")]
    public void Evaluate_WhenDatesAreGiven_Converts(string program, string expected) =>
        Assert.Equal(expected, Outputs.Of(program));

    [Fact]
    public void Now_WhenAsked_IsWhatTheCallerSays()
    {
        var arguments = new JqArguments { Now = DateTimeOffset.FromUnixTimeMilliseconds(1_500) };
        Assert.Equal("1.5", Outputs.Of("now", "null", arguments));
    }
}
