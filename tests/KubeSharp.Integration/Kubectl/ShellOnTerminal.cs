using System.Diagnostics;
using System.Text;

namespace KubeSharp.Integration.Tests.Kubectl;

/// <summary>An interactive shell on a pseudo-terminal (of script(1)): what is typed goes in, what the screen shows comes out.</summary>
internal sealed class ShellOnTerminal : IDisposable
{
    private const int AnswerSecondsMax = 60;
    private readonly Process _process;
    private readonly StringBuilder _screen = new();
    private readonly Task _reading;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ShellOnTerminal(string shell, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("script", ["-qfec", shell, "/dev/null"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) { start.Environment[name] = value; }
        _process = Process.Start(start)!;
        _reading = ReadAsync();
    }

    /// <summary>What the screen has shown so far.</summary>
    public string Screen
    {
        get { lock (_screen) { return _screen.ToString(); } }
    }

    /// <summary>Types; \t is the tabulator key, \n the return key.</summary>
    public async Task TypeAsync(string keys)
    {
        await _process.StandardInput.WriteAsync(keys.Replace('\n', '\r'));
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits until the screen shows a text.</summary>
    public async Task ShowsAsync(string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(AnswerSecondsMax));
        while (true)
        {
            Task changed;
            lock (_screen)
            {
                if (_screen.ToString().Contains(text, StringComparison.Ordinal)) { return; }
                changed = _changed.Task;
            }
            try { await changed.WaitAsync(limit.Token); }
            catch (OperationCanceledException) { Assert.Fail($"waited for \"{text}\"; the screen shows:\n{Screen}"); }
        }
    }

    /// <summary>Waits until the shell has ended.</summary>
    public async Task EndsAsync(TimeSpan limit)
    {
        try { await _reading.WaitAsync(limit); }
        catch (TimeoutException) { Assert.Fail($"waited for the end; the screen shows:\n{Screen}"); }
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.HasExited) { _process.Kill(entireProcessTree: true); }
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new char[4096];
        while (await _process.StandardOutput.ReadAsync(buffer) is > 0 and var count)
        {
            lock (_screen)
            {
                _screen.Append(buffer, 0, count);
                _changed.SetResult();
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
