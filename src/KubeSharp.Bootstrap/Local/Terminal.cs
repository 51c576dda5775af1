using System.Globalization;

namespace KubeSharp.Bootstrap.Local;

/// <summary>Progress for the user: a line a step, with its time once it is over. On a terminal the step under way is shown too.</summary>
public sealed class Terminal(TextWriter output, bool isTerminal, TimeProvider time)
{
    private readonly long _begin = time.GetTimestamp();
    private string _step = "";
    private long _stepBegin;

    /// <summary>A line of its own.</summary>
    public void Line(string text)
    {
        End("ok");
        output.WriteLine(text);
    }

    /// <summary>The step before is over, the next begins.</summary>
    public void Step(string text)
    {
        End("ok");
        (_step, _stepBegin) = (text, time.GetTimestamp());
        if (isTerminal) { output.Write($"  ...    {text}"); }
    }

    /// <summary>The step under way failed.</summary>
    public void Failed() => End("failed");

    /// <summary>Seconds since the beginning, as text.</summary>
    public string Elapsed() => Seconds(time.GetElapsedTime(_begin));

    private void End(string word)
    {
        if (_step.Length == 0) { return; }
        var mark = word == "ok" ? Seconds(time.GetElapsedTime(_stepBegin)) : word;
        output.WriteLine($"{(isTerminal ? "\r" : "")}  {mark,-6} {_step}");
        _step = "";
    }

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture) + "s";
}
