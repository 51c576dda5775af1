namespace KubeSharp.Controllers.Runtime;

/// <summary>Times as the API keeps them.</summary>
public static class Moments
{
    /// <summary>In whole seconds: what is written must read back the same.</summary>
    public static DateTimeOffset WholeSecond(this DateTimeOffset value) => DateTimeOffset.FromUnixTimeSeconds(value.ToUnixTimeSeconds());

    /// <summary>The sooner of two pauses; null: none.</summary>
    public static TimeSpan? Sooner(TimeSpan? a, TimeSpan? b) => a is null ? b : b is null || a < b ? a : b;
}
