namespace KubeSharp.Scheduler.Framework;

/// <summary>Brings raw scores to the common scale.</summary>
public static class ScoreScale
{
    /// <summary>The highest raw score becomes <see cref="IScorePlugin.ScoreMax"/>, or 0 where the scale is turned round.</summary>
    public static void ToMax(Span<long> scores, bool isReversed = false)
    {
        var max = 0L;
        foreach (var score in scores) { max = Math.Max(max, score); }
        for (var i = 0; i < scores.Length; i++)
        {
            var scaled = max == 0 ? 0 : scores[i] * IScorePlugin.ScoreMax / max;
            scores[i] = isReversed ? IScorePlugin.ScoreMax - scaled : scaled;
        }
    }

    /// <summary>The lowest raw score becomes 0, the highest <see cref="IScorePlugin.ScoreMax"/>; all 0 where they do not differ.</summary>
    public static void ToRange(Span<long> scores)
    {
        var (min, max) = (long.MaxValue, long.MinValue);
        foreach (var score in scores) { (min, max) = (Math.Min(min, score), Math.Max(max, score)); }
        for (var i = 0; i < scores.Length; i++) { scores[i] = max == min ? 0 : (scores[i] - min) * IScorePlugin.ScoreMax / (max - min); }
    }
}
