using System.Text.RegularExpressions;

namespace KubeSharp.Tidy;

/// <summary>The rules of style that a machine can see.</summary>
public sealed class SourceTests
{
    private const int FileLinesMax = 400;

    // Longer today; may shrink and then leave this list, nothing may be added.
    private static readonly HashSet<string> _longFiles = [.. File.ReadAllLines(Path.Combine(Repository.Root, "tests/KubeSharp.Tidy/long-files.txt")).Where(static l => l.Length > 0)];

    [Fact]
    public void Files_are_a_few_screens_long()
    {
        var longer = Repository.Sources("src", "apps").Where(static f => File.ReadLines(f).Count() > FileLinesMax).Select(Repository.Relative).ToArray();
        Assert.Empty(longer.Except(_longFiles));
        Assert.Empty(_longFiles.Except(longer));
    }

    [Theory]
    [InlineData(@"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK)\b")]
    [InlineData("NotImplemented" + "Exception")]
    [InlineData(@"Sk" + @"ip\s*=\s*""")]
    [InlineData(@"Assert\.True\(tr" + @"ue\)")]
    [InlineData(@"\bThread\.Sl" + @"eep\b")]
    [InlineData(@"DateTime(Offset)?\.(Utc)?N" + @"ow\b(?<!AwaitAsync)")]
    public void Nothing_is_left_for_later_and_nothing_ambient_is_read(string pattern)
    {
        var found = Repository.Sources("src", "apps").Where(f => Regex.IsMatch(File.ReadAllText(f), pattern)).Select(Repository.Relative);
        Assert.Empty(found);
    }

    [Fact]
    public void Class_names_say_what_a_thing_is()
    {
        var vague = Repository.Sources("src", "apps").SelectMany(static f => Regex.Matches(File.ReadAllText(f), @"\b(?:class|record|struct|interface)\s+(\w*(?:Manager|Helper|Util|Utils|Common))\b").Select(static m => m.Groups[1].Value));
        Assert.Empty(vague);
    }

    [Fact]
    public void Folders_are_namespaces()
    {
        var wrong = Repository.Sources("src").Where(static f => !f.Contains("KubeSharp.Generators", StringComparison.Ordinal)).Where(static f =>
        {
            var wanted = "namespace " + Path.GetDirectoryName(Path.GetRelativePath(Path.Combine(Repository.Root, "src"), f))!.Replace('/', '.') + ";";
            var text = File.ReadAllText(f);
            return text.Contains("namespace ", StringComparison.Ordinal) && !text.Contains(wanted, StringComparison.Ordinal);
        }).Select(Repository.Relative).Where(static f => !f.StartsWith("src/KubeSharp.Api/", StringComparison.Ordinal));
        Assert.Empty(wrong);
    }

    [Fact]
    public void Files_that_the_walks_name_are_there()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "ARCHITECTURE.md"));
        var missing = Regex.Matches(text, @"`((?:src|apps|tests|docs|eng|examples)/[\w./-]+)`").Select(static m => m.Groups[1].Value).Where(static p => !Path.Exists(Path.Combine(Repository.Root, p)));
        Assert.Empty(missing);
    }

    // How long a refusal takes must not tell how much of a secret was right.
    [Fact]
    public void Secrets_that_strangers_send_are_compared_in_constant_time()
    {
        string[] comparing = ["src/KubeSharp.ApiServer/Authentication/BootstrapTokenAuthenticator.cs", "src/KubeSharp.ApiServer/Encryption/Ciphers/Secretbox.cs", "src/KubeSharp.Machinery/Tokens/DetachedSignature.cs"];
        Assert.All(comparing, static f => Assert.Contains("CryptographicOperations.FixedTimeEquals(", File.ReadAllText(Path.Combine(Repository.Root, f)), StringComparison.Ordinal));
        // Static tokens are found by their hash.
        Assert.Contains("GetValueOrDefault(Hash(token))", File.ReadAllText(Path.Combine(Repository.Root, "src/KubeSharp.ApiServer/Authentication/TokenFileAuthenticator.cs")), StringComparison.Ordinal);
        var plain = Repository.Sources("src/KubeSharp.ApiServer/Authentication", "src/KubeSharp.ApiServer/Encryption", "src/KubeSharp.Pki")
            .SelectMany(static f => Regex.Matches(File.ReadAllText(f), @"\b\w*(secret|signature|tag|mac|password)\w*\s*(==|!=)\s*[a-z_]\w*(?<!null)|\b(secret|signature|tag|mac)\w*\.(AsSpan\(\)\.)?(SequenceEqual|Equals)\(", RegexOptions.IgnoreCase).Select(m => $"{Repository.Relative(f)}: {m.Value}"));
        Assert.Empty(plain);
    }
}
