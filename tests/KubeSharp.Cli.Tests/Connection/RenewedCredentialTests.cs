using KubeSharp.Cli.Connection;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Tests.Connection;

public class RenewedCredentialTests
{
    private static readonly DateTimeOffset _start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public async Task A_program_is_asked_when_it_is_needed_when_its_credential_has_run_out_and_when_that_was_refused()
    {
        var (clock, asked) = (new Clock { Now = _start }, 0);
        using var credential = new RenewedCredential(
            _ => Task.FromResult((ObjectNode.Of(("token", $"t{++asked}")), (DateTimeOffset?)clock.Now.AddMinutes(1))),
            static user => new RestConfig { Server = new Uri("https://x"), Token = user.TextAt("token")! }, clock);
        Assert.Equal(0, asked);
        Assert.Equal("t1", await credential.TokenAsync(default));
        clock.Now = _start.AddSeconds(60);
        Assert.Equal("t1", await credential.TokenAsync(default));
        clock.Now = _start.AddSeconds(61);
        Assert.Equal("t2", await credential.TokenAsync(default));
        credential.Refused();
        Assert.Equal("t3", await credential.TokenAsync(default));
        Assert.Equal("t3", await credential.TokenAsync(default));
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
