paper-page = ទំព័រ { $page } នៃ { $pages }
paper-missing = សញ្ញាដែលពុម្ពអក្សរលើក្រដាសគ្មាន ត្រូវបានបោះពុម្ពជា �។ ឯកសារប្រភេទផ្សេងមានសញ្ញាទាំងនោះ។
paper-period = រយៈពេល
paper-teams = ក្រុម
paper-place = ទីកន្លែង
paper-cut-off = គិតត្រឹម
paper-code = លេខកូដ
paper-kind = ប្រភេទ
