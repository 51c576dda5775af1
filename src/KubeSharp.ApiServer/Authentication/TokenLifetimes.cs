namespace KubeSharp.ApiServer.Authentication;

/// <summary>How long tokens of service accounts may hold. Source: KEP-1205; --service-account-max-token-expiration, --service-account-extend-token-expiration.</summary>
public sealed record TokenLifetimes
{
    /// <summary>Seconds that the projected token of a pod is asked for where the pod says nothing (admission plug-in ServiceAccount): by it such a token is known.</summary>
    public const long ProjectedSeconds = 3607;
    /// <summary>Seconds that such a token holds instead: a year.</summary>
    public const long ExtendedSeconds = 365L * 24 * 60 * 60;

    /// <summary>Longest that is given, in seconds; more is shortened, with a warning; 0, the default: what was asked for.</summary>
    public long SecondsMax { get; init; }
    /// <summary>Whether such tokens of pods hold for a year, so that programs that never read theirs again go on; their late use is counted and recorded. Default true.</summary>
    public bool IsExtended { get; init; } = true;
}
