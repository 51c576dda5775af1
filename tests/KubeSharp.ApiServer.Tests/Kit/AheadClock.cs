namespace KubeSharp.ApiServer.Tests.Kit;

/// <summary>The machine's time, put forward as a test likes; timers go by the machine's.</summary>
public sealed class AheadClock : TimeProvider
{
    /// <summary>By how much.</summary>
    public TimeSpan Ahead { get; set; }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow + Ahead;
}
