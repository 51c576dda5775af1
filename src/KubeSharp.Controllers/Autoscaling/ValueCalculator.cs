namespace KubeSharp.Controllers.Autoscaling;

/// <summary>How many replicas one value wants that is not measured pod by pod. Pure; values in thousandths. Source: Horizontal Pod Autoscaling, algorithm details.</summary>
public static class ValueCalculator
{
    /// <summary>The value is to come to the target: replicas grow and shrink as it does.</summary>
    /// <param name="value">What was measured.</param>
    /// <param name="target">What it shall be.</param>
    /// <param name="current">Replicas now; none: there are as many as targets in the value.</param>
    /// <param name="ready">Those of them that are ready.</param>
    /// <param name="up">So far above the target nothing changes (0.1: ten percent).</param>
    /// <param name="down">So far below.</param>
    public static int OfTotal(long value, long target, int current, int ready, double up, double down)
    {
        var ratio = (double)value / Math.Max(1, target);
        if (current == 0) { return (int)Math.Ceiling(ratio); }
        return IsNear(ratio, up, down) ? current : (int)Math.Ceiling(ratio * ready);
    }

    /// <summary>The value is to be shared among replicas, the target is the part of each.</summary>
    public static int OfAverage(long value, long target, int current, double up, double down)
    {
        var ratio = (double)value / Math.Max(1, target) / Math.Max(1, current);
        return current > 0 && IsNear(ratio, up, down) ? current : (int)Math.Ceiling((double)value / Math.Max(1, target));
    }

    private static bool IsNear(double ratio, double up, double down) => ratio <= 1 + up && ratio >= 1 - down;
}
