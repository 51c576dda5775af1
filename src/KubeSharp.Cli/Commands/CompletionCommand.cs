namespace KubeSharp.Cli.Commands;

/// <summary>kubectl completion: scripts that ask the program itself (kubectl __complete) for words.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # bash completion for kubectl
        __kubectl_words() {
            local line word
            COMPREPLY=()
            while IFS= read -r line; do
                [[ $line == :* ]] && continue
                word=${line%%$'\t'*}
                [[ $word == "${COMP_WORDS[COMP_CWORD]}"* ]] && COMPREPLY+=("$word")
            done < <("${COMP_WORDS[0]}" __words "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
            [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == */ ]] && compopt -o nospace
            return 0
        }
        complete -o default -F __kubectl_words kubectl

        """;

    private const string Zsh = """
        #compdef kubectl
        compdef _kubectl kubectl
        # zsh completion for kubectl
        _kubectl() {
            local -a found
            local line
            while IFS= read -r line; do
                [[ $line == :* ]] && continue
                line=${line//:/\\:}
                found+=("${line/$'\t'/:}")
            done < <("${words[1]}" __words "${(@)words[2,CURRENT]}" 2>/dev/null)
            _describe 'kubectl' found
        }
        if [ "$funcstack[1]" = "_kubectl" ]; then
            _kubectl
        fi

        """;

    private const string Fish = """
        # fish completion for kubectl
        function __kubectl_words
            set -l words (commandline -opc)
            set -l last (commandline -ct)
            eval $words[1] __words $words[2..-1] (string escape -- $last) 2>/dev/null | string match -v -r '^:'
        end
        complete -c kubectl -f -a '(__kubectl_words)'

        """;

    private const string PowerShell = """
        # PowerShell completion for kubectl
        Register-ArgumentCompleter -CommandName 'kubectl' -Native -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
            if ($wordToComplete -eq '') { $words += if ($PSVersionTable.PSVersion -lt [version]'7.3' -or $PSNativeCommandArgumentPassing -eq 'Legacy') { '""' } else { '' } }
            & kubectl __words @words 2>$null | Where-Object { $_ -notmatch '^:' } | ForEach-Object {
                $parts = $_ -split "`t", 2
                if ($parts[0] -like "$wordToComplete*") {
                    [System.Management.Automation.CompletionResult]::new($parts[0], $parts[0], 'ParameterValue', $(if ($parts.Length -gt 1) { $parts[1] } else { $parts[0] }))
                }
            }
        }

        """;

    private static readonly Dictionary<string, string> _scripts = new(StringComparer.Ordinal) { ["bash"] = Bash, ["zsh"] = Zsh, ["fish"] = Fish, ["powershell"] = PowerShell };

    /// <summary>completion</summary>
    public static Command Completion { get; } = new("completion", "Print a completion script for a shell", "SHELL", Run);

    private static Task<int> Run(CommandContext context)
    {
        if (context.Arguments.Count == 0) { throw CliException.Usage("Shell not specified."); }
        if (context.Arguments.Count > 1) { throw CliException.Usage("Too many arguments. Expected only the shell type."); }
        if (!_scripts.TryGetValue(context.Arguments[0], out var script)) { throw CliException.Usage($"Unsupported shell type \"{context.Arguments[0]}\"."); }
        context.Out.Write(script);
        return Task.FromResult(0);
    }
}
