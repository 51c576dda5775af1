using System.Globalization;
using KubeSharp.Api.Core.V1;

namespace KubeSharp.Api.Semantics;

/// <summary>Whether tolerations bear taints. Source: Taints and Tolerations.</summary>
public static class Tolerations
{
    /// <summary>Whether one of them bears the taint.</summary>
    public static bool Tolerate(this ApiList<Toleration> tolerations, Taint taint)
    {
        foreach (var toleration in tolerations)
        {
            if (toleration.Tolerates(taint)) { return true; }
        }
        return false;
    }

    /// <summary>Whether it bears the taint: an empty effect bears every effect, an empty key with Exists every taint.</summary>
    public static bool Tolerates(this Toleration toleration, Taint taint)
    {
        if (!string.IsNullOrEmpty(toleration.Effect) && toleration.Effect != taint.Effect) { return false; }
        if (!string.IsNullOrEmpty(toleration.Key) && toleration.Key != taint.Key) { return false; }
        return toleration.Operator switch
        {
            "Exists" => true,
            null or "" or "Equal" => (toleration.Value ?? "") == (taint.Value ?? ""),
            "Gt" => Compare(taint.Value, toleration.Value) is > 0,
            "Lt" => Compare(taint.Value, toleration.Value) is < 0,
            _ => false,
        };
    }

    // KEP-5471: numeric comparison of the taint's value with the toleration's.
    private static int? Compare(string? taint, string? toleration) =>
        long.TryParse(taint, CultureInfo.InvariantCulture, out var a) && long.TryParse(toleration, CultureInfo.InvariantCulture, out var b) ? a.CompareTo(b) : null;
}
