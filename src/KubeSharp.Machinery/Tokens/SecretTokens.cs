using System.Globalization;

namespace KubeSharp.Machinery.Tokens;

/// <summary>What is written about long-lived tokens in secrets, under upstream's names. Source: Managing Service Accounts, legacy ServiceAccount token tracking and cleaner.</summary>
public static class SecretTokens
{
    /// <summary>Type of a secret that holds such a token.</summary>
    public const string Type = "kubernetes.io/service-account-token";

    /// <summary>Annotation of the secret: the account's name.</summary>
    public const string AccountAnnotation = "kubernetes.io/service-account.name";

    /// <summary>Label of the secret: the day on which the token was last used.</summary>
    public const string LastUsed = "kubernetes.io/legacy-token-last-used";

    /// <summary>Label of the secret: the day from which the token does not hold.</summary>
    public const string InvalidSince = "kubernetes.io/legacy-token-invalid-since";

    /// <summary>Namespace of the ConfigMap that says since when uses are written down.</summary>
    public const string TrackingNamespace = "kube-system";

    /// <summary>Its name.</summary>
    public const string Tracking = "kube-apiserver-legacy-service-account-token-tracking";

    /// <summary>Its key.</summary>
    public const string TrackedSince = "since";

    private const string Format = "yyyy-MM-dd";

    /// <summary>The day of a moment.</summary>
    public static string DayOf(DateTimeOffset moment) => moment.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>The begin of a day; null: the text is none.</summary>
    public static DateTimeOffset? Day(string? text) => DateTimeOffset.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day) ? day : null;
}
